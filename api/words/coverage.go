package words

var coverageWords = map[string]Sentence{}
