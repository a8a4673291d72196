package words

var formatWords = map[string]Sentence{}
