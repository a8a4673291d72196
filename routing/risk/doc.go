// Package risk says where to look, from what was found and how hard was looked.
//
// A place where nothing was found may be clean, or nobody may have been there. So
// findings are counted per effort: a place has a rate of findings per unit of effort
// (a visit, an hour), each place of a group has a rate drawn from the group's gamma
// distribution, whose two figures are estimated from all of the group (empirical Bayes),
// and what a place has shown moves it away from its group as far as its effort carries.
// A place never visited has the rate of its group, and a wide interval: it is unknown,
// not clean. (Keane, Jones and Milner-Gulland, "Encounter data in resource management and
// ecology", Journal of Applied Ecology 48, 2011, on effort; Critchlow et al., "Spatiotemporal
// trends of illegal activities", Conservation Biology 29, 2015, on detection.)
//
// Old findings count for less, by a half-life; months have factors, shrunk towards one;
// findings at neighbouring places raise a rate for some weeks (near repeats). Half-life and
// raise are chosen by how well they foretell the last quarter of the history.
//
// Fit holds back the end of the history and asks whether the model foretells it better than
// last year's counts do, place by place: better means that the gain in log-likelihood is
// above zero in 95 of 100 resamplings of the places. If it is not, the verdict says so and
// the model gives last year's counts. Nothing here claims to know what nobody looked for:
// findings follow where people looked, and the interval says how far they carry.
//
// Days are whole days from any origin; rates are findings per unit of effort. The same
// history and seed give the same model.
package risk
