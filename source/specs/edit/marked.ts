import type {Problem} from './problem.ts';

const begins = '# >>>';
const ends = '# <<<';

/** The text without the notes on what is wrong that were put above it. */
export const unmarked = (text: string): string => {
	const lines = text.split('\n');
	const end = lines.findIndex(line => line.startsWith(ends));
	return lines[0]?.startsWith(begins) && end > 0 ? lines.slice(end + 1).join('\n') : text;
};

/** The text as it was left, with what is wrong above it; lines are counted from the top of what comes out. */
export const marked = (text: string, problems: readonly Problem[]): string => {
	const body = unmarked(text);
	const below = problems.length + 3;
	const notes = problems.map(({line, sentence}) => `# line ${line + below}: ${sentence}`);
	const title = `${begins} Nothing was sent: ${problems.length === 1 ? 'one thing is' : `${problems.length} things are`} wrong.`;
	return [title, ...notes, '# Mend it, or delete everything to leave it.', ends, body].join('\n');
};
