/* Counts the memory that slow hashes take, and lets one after the other have some. */
#include "cred/password_budget.h"

#include "postern/memory.h"

#include <assert.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

struct password_budget {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	size_t size;
	size_t left;
	uint64_t asked;  /* who have come so far */
	uint64_t served; /* of them */
};

struct password_budget *password_budget_create(size_t size)
{
	struct password_budget *budget = memory_take(1, sizeof(*budget));

	pthread_mutex_init(&budget->mutex, NULL);
	pthread_cond_init(&budget->changed, NULL);
	budget->size = size;
	budget->left = size;
	return budget;
}

void password_budget_destroy(struct password_budget *budget)
{
	if (!budget)
		return;
	assert(budget->left == budget->size);
	pthread_cond_destroy(&budget->changed);
	pthread_mutex_destroy(&budget->mutex);
	free(budget);
}

void password_budget_take(struct password_budget *budget, size_t size)
{
	uint64_t place;

	if (!budget)
		return;
	assert(size <= budget->size);
	pthread_mutex_lock(&budget->mutex);
	place = budget->asked++;
	while (budget->served != place || budget->left < size)
		pthread_cond_wait(&budget->changed, &budget->mutex);
	budget->left -= size;
	budget->served++;
	/* For the next one there may be enough, too. */
	pthread_cond_broadcast(&budget->changed);
	pthread_mutex_unlock(&budget->mutex);
}

void password_budget_give_back(struct password_budget *budget, size_t size)
{
	if (!budget)
		return;
	pthread_mutex_lock(&budget->mutex);
	budget->left += size;
	pthread_cond_broadcast(&budget->changed);
	pthread_mutex_unlock(&budget->mutex);
}
