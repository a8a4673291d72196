package words

var serviceWords = map[string]Sentence{}
