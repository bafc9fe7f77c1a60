import fc from 'fast-check';

const surrogates = {from: 0xd800, count: 0x800};

/** Any character there is, each as likely. What `binary` means to fast-check, which takes a second to list them all. */
export const anyCharacter = fc
	.nat(0x10ffff - surrogates.count)
	.map(number => String.fromCodePoint(number < surrogates.from ? number : number + surrogates.count));
