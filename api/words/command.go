package words

var commandWords = map[string]Sentence{}
