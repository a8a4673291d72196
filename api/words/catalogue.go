package words

// catalogue joins the sentences of all subjects.
var catalogue = join(
	formatWords,       // reading and writing files
	filesWords,        // KML, GPX, GeoPackage, Shapefile out
	sheetWords,        // reading workbooks
	intakeWords,       // files to region
	datumWords,        // mistaken coordinate systems
	coverageWords,     // validity and coverage
	organisationWords, // bodies, names and codes
	waterWords,        // rivers, and the water's part of a decision
	jurisdictionWords, // reasons, duties, units of a decision
	lawWords,          // clocks and calendars
	dispatchWords,     // states, events, roles of a lead
	refusalWords,      // why a command is refused, and what is broken in a chain
	patrolWords,       // plans
	patrolToldWords,   // ways of plans, and the proof of their draw
	riskWords,         // where to look
	rosterWords,       // who goes when
	figureWords,       // figures of a month
	jointWords,        // joint patrols of departments
	trackWords,        // recorded tracks
	tourWords,         // why a task has no tour
	wayWords,          // ways and how to travel them
	afloatWords,       // ways over open water
	serviceWords,      // the service
	filterWords,       // filters in CQL2
	storeWords,        // the store
	postgisWords,      // in a database
	editionWords,      // days on which boundaries hold
	patrolPaperWords,  // sheets of patrols
	papersWords,       // letters
	ticketWords,       // tickets that come in lists
	authWords,         // who may do what, and how they prove who they are
	deskWords,         // the desk where leads are moved
	formWords,         // forms that go with letters, and the ledger
	vrplibWords,       // instances of tour problems
	commandWords,      // the command line
	runningWords,      // running the service
	jobWords,          // long work
	tileWords,         // base maps and tiles
)
