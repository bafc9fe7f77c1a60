const {Segmenter: WholeSegmenter} = Intl;

// Latin-1 without the soft hyphen, rules, blocks, arrows, ellipsis; ESC and line breaks end what is before them.
const apart = /^[\n\u001b -~\u00a1-\u00ac\u00ae-\u00ff\u2026\u2190-\u2193\u2500-\u259f]*$/;
const controls = /[\n\u001b]/;
const sgr = /\u001b\[[\d;:]*m/g;

/**
How many cells a text takes whose characters take one each, styles (SGR) none; undefined where that is for a table of all
characters to tell, which is dear to load.
*/
export const plainCells = (text: string): number | undefined => {
	const bare = text.includes('\u001b') ? text.replace(sgr, '') : text;
	return apart.test(bare) && !controls.test(bare) ? bare.length : undefined;
};

type Segment = Pick<Intl.SegmentData, 'segment' | 'index'>;

/**
In place of `Intl.Segmenter` for graphemes: where every character stands by itself, as in nearly all that is drawn,
it cuts without the tables of Unicode, which take some milliseconds to load and a microsecond a character to ask.
*/
export class ClusterSegmenter {
	readonly #options: ConstructorParameters<typeof Intl.Segmenter>;
	#whole: Intl.Segmenter | undefined;

	constructor(...options: ConstructorParameters<typeof Intl.Segmenter>) {
		this.#options = options;
	}

	segment(text: string): Iterable<Segment> {
		if (apart.test(text)) {
			return Array.from(text, (segment, index) => ({segment, index}));
		}

		this.#whole ??= new WholeSegmenter(...this.#options);
		return this.#whole.segment(text);
	}
}

export {ClusterSegmenter as 'Intl.Segmenter'};
