package law

// A Harm is what an emergency has done so far.
type Harm struct {
	Deaths   int
	Hurt     int // poisoned or badly hurt
	Moved    int // people moved away
	LossYuan int
}

// A Level is one of the four levels of an environmental emergency (突发生态环境事件).
type Level struct {
	ID     string // I, II, III, IV
	ZH, EN string
	From   Harm // any one of these makes the level
	Mark   Mark
}

// Levels lists the levels, the most serious first. They are those of the old national plan:
// the ministry has yet to set the thresholds that the Code asks for (Art. 118).
func Levels() []Level {
	var all []Level
	for _, r := range Rows(files, "levels.csv") {
		all = append(all, Level{ID: r["level"], ZH: r["zh"], EN: r["en"], Mark: Mark(r["mark"]),
			From: Harm{Deaths: number(r["deaths"]), Hurt: number(r["hurt"]), Moved: number(r["moved"]), LossYuan: number(r["loss_yuan"])}})
	}
	return all
}

// LevelOf gives the level of a harm by its figures alone. Water supply, borders and unrest
// can make it graver; that is for who reports to judge.
func LevelOf(h Harm) Level {
	all := Levels()
	for _, l := range all {
		if h.Deaths >= l.From.Deaths || h.Hurt >= l.From.Hurt || h.Moved >= l.From.Moved || h.LossYuan >= l.From.LossYuan {
			return l
		}
	}
	return all[len(all)-1]
}
