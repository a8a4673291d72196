package words

var patrolWords = map[string]Sentence{}
