// Package patrol plans patrols: needs become a tour problem, tours become a plan.
// Here the network of roads and the map of who answers for what meet.
//
// A Need is something that must be visited: a point; a line, to be travelled along
// in either direction; an area, to be looked at. Its interval says how often. A
// line is cut into pieces; one walked on foot is walked out and back, because the
// vehicle stands where it was left, one travelled by boat or vehicle is left at its
// other end. On foot one follows paths where they are known and hardly longer than the straight
// way, and goes round lakes. An area is looked at from viewpoints on the road: the fewest that a
// greedy choice finds so that each spot lies within sight of one (Chvátal, "A
// greedy heuristic for the set-covering problem", Math. Oper. Res. 4, 1979). What no
// viewpoint that is worth a stop can see is walked through where the need asks for that (Foot),
// else not planned, and says so; nor is what takes
// more viewpoints than one can stand at in the shifts until the area is due again.
// Sight is a plain radius: the package knows no hills, trees or weather.
//
// Spots are the middles of squares, a quarter of the sight wide (125 m at 500 m); of an
// area with more than 20 000 of these they are wider (225 m for 1000 km²). They only
// decide which viewpoints are chosen, so that coarse ones may miss a better place by
// half a square. The hectares and shares that a plan tells are those of the geometries,
// cut exactly along discs of sight (polygons of 64 sides, 0.2 % smaller than circles);
// left-out pieces smaller than a square of a quarter of the sight are not told of.
//
// The days between two visits are drawn, evenly over the last part of the interval
// (Settings.GapShare of it), for each piece of a need by itself, from the seed, the unit and
// the piece alone. The draws begin on 1 January 1970, so that plans made one after another
// with one seed continue each other without being told what came before. A visit is made
// on the day drawn for it; if the crews cannot, on a day before, as long as the next one is
// not too late after it; if not that either, it is left out and named. A plan with few
// visits takes up what is due next. In a season the interval of what it is about is shorter,
// from the first day of the season on.
//
// What is asked for once is visited on any day of the plan. A lead is visited within its first
// week, and before the limit that it comes with; where nobody can be there by then it is visited
// on the first day, and said to be late. Leads and joint patrols are kinds of their own (see
// Request.Kind), as are sorties of drones, which fly over all that they are for; only a joint patrol that names the other side goes beyond the region.
//
// Of the first few visits that do not fit, an irreducible set of reasons is found that conflict:
// without any one of them the visit would fit, as far as the solver tells.
//
// The days of a plan share the work: no tour may be much longer than its share, unless
// something would have to be left out for that.
//
// Nobody outside shall know when a patrol comes. Besides the days, the start of each shift
// is drawn within a spread, when the tour leaves within the shift, its direction where
// both take nearly the same time, and one of several tours that are nearly equally good.
// Bound says how well an observer can guess at best, Watch how well three of them do, and
// Rehearse plans two years for them to watch.
// The draw is by the seed, which is not in the plan; Commitment is, so that it can be
// shown afterwards that nobody chose.
//
// Every solution passes tour.Check before it becomes a plan, and every plan Check. Legs are cut exactly at
// the borders of towns and of the post's zone, and each names the town, what the
// unit may do there, who must go along and who is told beforehand (jurisdiction.Patrols). The plan costs travel and service in seconds, and LeaveOutS for
// each visit left out; its LowerBound is tour.LowerBound of the same problem.
//
// # Means
//
// Besides by car and on foot one goes by boat and flies drones, where Means say so. A place
// afloat is a location of the tour problem by itself, reached by road to a landing, a change
// and the fastest course (routing/water); so needs afloat near each other become one outing,
// and whether a reach is walked or sailed is the solver's choice. A boat may pass waters
// outside the region; it is at work inside alone. Boats lie at the landing that is soonest
// reached from the base, and are trailed to others, which takes time and is told.
//
// What of an area no viewpoint on the road shows is flown over, in strips, from launch places
// on the road within DroneRangeM, below the ceiling; batteries, turns and set-up are counted,
// no flight leaves the region or enters what bars it, and what it shows is cut exactly, as
// squares as wide as a strip. No way off the roads enters a core area without a permission.
//
// Crews are those of Means.Duty: hours (which rule instead of the settings'), licences, certificates, and what is booked with each.
// A way asks for what it takes, so that no other crew gets it; a need that nobody of its days
// can do is done earlier, or left with what is missing. Of days of which nothing is known as
// many crews go as the settings say, and anybody can do anything. After a duty all crews that
// no roster names rest, since anybody in them may have been on it.
//
// The package puts no people into crews, reads no clock and knows no weather but the wind it
// is told and no permits but their numbers. Coordinates are lon, lat in degrees.
package patrol
