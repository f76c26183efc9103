# Draws what run --tsv has written: gnuplot -e "table='FILE.tsv'; drawing='FILE.svg'" tests/bench/plot.gp
edge = 30 # microseconds: longer bars end there, with their figure
set terminal svg size 960,600 font "sans-serif,12" background "white"
set output drawing
set datafile separator "\t"
set title "Processor time of the server for a request of 1 KiB, µs: median, least and most\n\
grey: what cannot be avoided; blue: postern; orange: others" \
	offset graph -0.2,0
set xrange [0:edge * 1.15]
set yrange [-0.7:*]
set grid xtics
set tics nomirror
set style fill solid
unset key
within(x) = x > edge ? edge : x
colour(kind) = kind eq "ours" ? 0x2a6f97 : kind eq "floor" ? 0x8a8a8a : 0xd08c60
label(x) = sprintf(x > edge ? " → %.0f" : " %.1f", x)
plot table using (within($2)):0:(0):(within($2)):($0 - 0.35):($0 + 0.35):(colour(strcol(7))):ytic(1) \
	with boxxyerror linecolor rgb variable, \
	"" using (within($2)):0:(within($3)):(within($4)) with xerrorbars pointtype 0 linecolor rgb "black", \
	"" using (within($4)):0:(label($2)) with labels left offset 0.3,0
