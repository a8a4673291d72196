package words

var intakeWords = map[string]Sentence{}
