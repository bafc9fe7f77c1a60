import {Box, Text} from 'ink';
import {memo} from 'react';

const Line = memo(({text}: {readonly text: string}) => <Text wrap="truncate">{text}</Text>);

/**
Lines that are already styled and of the right width. Each screen slot is one Text:
a changed line costs that line, and scrolling changes text instead of moving boxes.
*/
export const Lines = memo(({lines, width}: {readonly lines: readonly string[]; readonly width: number}) => (
	<Box flexDirection="column" width={width} flexShrink={0}>
		{lines.map((text, slot) => (
			// biome-ignore lint/suspicious/noArrayIndexKey: the screen slot is the identity here
			<Line key={slot} text={text} />
		))}
	</Box>
));
