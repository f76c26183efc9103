# The web guard with Digest, which is MD5 here, and a password in memory; its files as they come.
from twisted.application import service, strports
from twisted.cred.checkers import InMemoryUsernamePasswordDatabaseDontUse
from twisted.cred.portal import IRealm, Portal
from twisted.web.guard import DigestCredentialFactory, HTTPAuthSessionWrapper
from twisted.web.resource import IResource
from twisted.web.server import Site
from twisted.web.static import File
from zope.interface import implementer


@implementer(IRealm)
class Files:
    def requestAvatar(self, avatarId, mind, *interfaces):
        return IResource, File("@www@"), lambda: None


checkers = [InMemoryUsernamePasswordDatabaseDontUse(alice=b"@password@")]
factories = [DigestCredentialFactory(b"md5", b"@space@")]
site = Site(HTTPAuthSessionWrapper(Portal(Files(), checkers), factories))
site.log = lambda request: None  # as the others: no access log
application = service.Application("guard")
strports.service("tcp:@port@:interface=127.0.0.1", site).setServiceParent(application)
