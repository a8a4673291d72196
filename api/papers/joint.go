package papers

import (
	"strings"

	"xunhu/api/words"
)

// A Joint is a patrol together with other departments, as the sheet prints it (R37).
type Joint struct {
	Subject, Place string
	Departments    []Invited
	Minutes        string // what was agreed
}

// An Answer is what a department said to its invitation, or whether it was there.
type Answer string

// The answers; that nothing is known of who came is "".
const (
	Unsaid   Answer = "unsaid" // not yet
	Accepted Answer = "accepted"
	Declined Answer = "declined"
	Present  Answer = "present"
	Absent   Answer = "absent"
)

// An Invited is a department that is invited.
type Invited struct {
	Unit  Text
	Task  string
	Reply Answer
	Note  string // why it does not come
	Who   []Text // who came, else who is to come
	Came  Answer
}

// jointRows are the departments and their tasks in words, for the head of the sheet.
func (s patrolSheet) jointRows(tour string) [][]string {
	j := s.crews[tour].Joint
	if j == nil {
		return nil
	}
	var rows [][]string
	for _, x := range []struct{ code, text string }{{"subject", j.Subject}, {"place", j.Place}} {
		if x.text != "" {
			rows = append(rows, []string{s.say("papers.joint." + x.code), x.text})
		}
	}
	for _, d := range j.Departments {
		text := s.reply(d)
		if d.Task != "" {
			text += s.say("papers.patrol.semicolon") + s.say("papers.joint.task", "task", d.Task)
		}
		rows = append(rows, []string{words.Named(s.lang, d.Unit.ZH, d.Unit.EN), text})
	}
	return rows
}

// reply is what a department said, with whom or why.
func (s patrolSheet) reply(d Invited) string {
	return s.say("papers.joint."+string(d.Reply), "who", s.names(d.Who), "why", d.Note)
}

func (s patrolSheet) names(all []Text) string {
	var names []string
	for _, n := range all {
		names = append(names, words.Named(s.lang, n.ZH, n.EN))
	}
	return strings.Join(names, between(s.lang))
}

// jointLog are the rows of the log in which it is written who came, and what was agreed.
func (s patrolSheet) jointLog(tour string) [][]string {
	j := s.crews[tour].Joint
	if j == nil {
		return nil
	}
	var rows [][]string
	for _, d := range j.Departments {
		text := s.say("papers.joint.log.blank", "who", s.names(d.Who))
		if d.Came != "" {
			text = s.say("papers.joint.log."+string(d.Came), "who", s.names(d.Who))
		}
		rows = append(rows, []string{words.Named(s.lang, d.Unit.ZH, d.Unit.EN), text})
	}
	minutes := j.Minutes
	if minutes == "" {
		minutes = s.say("papers.patrol.blank")
	}
	return append(rows, []string{s.say("papers.joint.minutes"), minutes})
}
