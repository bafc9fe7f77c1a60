import {Box, Transform} from 'ink';
import {memo} from 'react';
import type {Size} from '../layout.ts';
import {cutStyled} from '../text/fit.ts';

type Props = {
	readonly lines: readonly string[];
	readonly width: number;
	/** Where they lie over everything else. */
	readonly over?: {readonly left: number; readonly top: number};
};

const isSame = (one: Props, other: Props) =>
	one.width === other.width &&
	one.over?.left === other.over?.left &&
	one.over?.top === other.over?.top &&
	one.lines.length === other.lines.length &&
	one.lines.every((line, index) => line === other.lines[index]);

/**
Lines that are already styled, and as wide as they are to be. Ink lays out blanks and gets the lines when it draws: what is
text to it is cleaned, measured, clipped and taken apart several times for every frame. The same lines again cost none.
*/
export const Lines = memo(({lines, width, over}: Props) => {
	const cut = lines.map(line => cutStyled(over === undefined ? line.trimEnd() : line, width));
	const place = over && ({position: 'absolute', marginLeft: over.left, marginTop: over.top} as const);
	return (
		<Box {...place} width={width} height={cut.length} flexShrink={0}>
			<Transform transform={(_, index) => cut[index] ?? ''}>{Array(cut.length).fill(' ').join('\n')}</Transform>
		</Box>
	);
}, isSame);

/** All that is on the terminal, dialogs aside. With a line too many, Ink would clear it for every frame. */
export const Screen = ({lines, size}: {readonly lines: readonly string[]; readonly size: Size}) => (
	<Lines lines={lines.slice(0, size.rows)} width={size.columns} />
);
