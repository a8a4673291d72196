package words

var jurisdictionWords = map[string]Sentence{}
