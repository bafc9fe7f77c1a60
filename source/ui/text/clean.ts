const printableAscii = /^[ -~]*$/;
// C0, DEL, C1; line and paragraph separators.
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;
// Marks that reorder or hide what is beside them, and characters that take no cell: what is read must be what is there.
// So are those that join emoji or change their looks: terminals don't agree how many cells are left then, and a line
// that is longer than one of them thinks breaks its whole screen.
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Emoji_Modifier}\u{fff9}-\u{fffb}]/gu;
const strayMarks = /(\p{Mark}{2})\p{Mark}+/gu;
const lineBreak = /\r\n?|\n/g;

// Strings (OSC, DCS, SOS, PM, APC) up to their terminator, or to the end of the line where they have none.
const strings =
	/(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c\n]*(?:\u0007|\u001b\\|\u009c|$)?/g;
const csi = /(?:\u001b\[|\u009b)[0-?]*[ -/]*(?:[@-~]|$)?/g;
const otherEscapes = /\u001b[ -/]*[0-~]?/g;
const sgr = /\u001b\[[\d;:]*m/g;
const colourValue = /[345]8[;:](?:5[;:]\d*|2(?:[;:]\d*){3,4})/g;
const blinkingOrHidden = /[[;]0*[568](?=[;:m])/;

/**
 * Makes text from outside harmless: one line, no escape sequences or controls, nothing that hides or reorders what is
 * written. Line breaks become a space, tabs four.
 */
export const clean = (text: string): string => {
	if (printableAscii.test(text)) return text;
	return plain(text.replace(strings, '').replace(csi, '').replace(otherEscapes, ''));
};

/** Like `clean`, but colours and weights (SGR) stay; what was opened is closed at the end. */
export const cleanKeepingColours = (text: string): string => {
	if (printableAscii.test(text)) return text;
	const withoutStrings = text.replace(strings, '');
	const styles = withoutStrings.match(sgr);
	if (!styles) return clean(withoutStrings);
	const parts = withoutStrings.split(sgr).map((part, index) => clean(part) + harmless(styles[index] ?? ''));
	return `${parts.join('')}\u001b[0m`;
};

const harmless = (style: string) => (blinkingOrHidden.test(style.replace(colourValue, '')) ? '' : style);

const plain = (text: string) =>
	text
		.replaceAll('\t', '    ')
		.replace(lineBreak, ' ')
		.replace(controls, '')
		.replace(invisible, '')
		.replace(strayMarks, '$1')
		.toWellFormed();
