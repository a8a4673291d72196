// Package jobs carries out long work: plans, imports, exports and whatever else has a Kind.
//
// A job lies in the store (store.Jobs) with what was asked, how far it is and what came of it. River hands it to one
// of the nodes that work, and to another when a try fails or its node dies: a node is known to its store as long as
// it runs (store.Nodes), and what a node was at that is known no more is handed out again within seconds.
//
// What a kind does it does in two steps. Run works and changes nothing; it gives an Effect, which is kept together with
// the end of the job in one transaction of the store, if the job is still at this try. So whatever is tried twice, by a
// node that was cut off and by another that took it up, has one effect, and a job that is over has had it.
//
// A try that fails by what cannot be mended by trying again (a finding about the input) ends the job; all else is tried
// again, later and later, up to Tries times. Whoever dismisses a job undoes nothing: it has had its effect, or never
// will. What is over is kept for a week, then forgotten with its files; what a successful one was given is forgotten at once.
//
// River's own tables (river_*) are of no region, since a node fetches for all; they hold nothing but the names of jobs,
// and are made again from the jobs themselves where they are missing, as after a move to another store.
package jobs
