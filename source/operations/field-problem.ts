/** What was typed turned out wrong only when it was followed up, as a file that isn't there: said at its field, and nothing typed is lost. */
export class FieldProblem extends Error {
	override name = 'FieldProblem';
	readonly field: string;
	constructor(field: string, sentence: string) {
		super(sentence);
		this.field = field;
	}
}
