// The two-set keyboard (KS X 5002). Doubled consonants are typed with Shift, and so are two vowels; they are given the
// unshifted key all the same, because nothing tells Shift from Caps Lock here.
const initials = 'r r s e e f a q q t t d w w c z x v g'.split(' ');
const vowels = 'k o i o j p u p h hk ho hl y n nj np nl b m ml l'.split(' ');
const finals = ' r r rt s sw sg e f fr fa fq ft fx fv fg a q qt t t d w c z x v g'.split(' ');
// Letters on their own, U+3131 to U+3163.
const letters =
	'r r rt s sw sg e e f fr fa fq ft fx fv fg a q q qt t t d w w c z x v g k o i o j p u p h hk ho hl y n nj np nl b m ml l'.split(
		' ',
	);

/** The keys, by their place on the keyboard, that typed a Hangul letter or syllable: `가` is `r`, `k`. */
export const hangulKeys = (character: string): readonly string[] => {
	const point = character.codePointAt(0) ?? 0;
	if (point >= 0x3131 && point <= 0x3163) return [...(letters[point - 0x3131] ?? '')];
	if (point >= 0x1100 && point <= 0x1112) return [...(initials[point - 0x1100] ?? '')];
	if (point >= 0x1161 && point <= 0x1175) return [...(vowels[point - 0x1161] ?? '')];
	if (point >= 0x11a8 && point <= 0x11c2) return [...(finals[point - 0x11a7] ?? '')];
	return point >= 0xac00 && point <= 0xd7a3 ? syllable(point - 0xac00) : [];
};

const syllable = (index: number) => {
	const initial = initials[Math.floor(index / (21 * 28))] ?? '';
	const vowel = vowels[Math.floor(index / 28) % 21] ?? '';
	return [...initial, ...vowel, ...(finals[index % 28] ?? '')];
};
