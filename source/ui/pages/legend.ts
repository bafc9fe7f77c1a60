import {renderToString, Text} from 'ink';
import {Table} from 'ink-table';
import {createElement, type PropsWithChildren} from 'react';

const signs = [
	{sign: '!', meaning: 'not as wanted'},
	{sign: '~', meaning: 'moving'},
	{sign: '*', meaning: 'the node skep talks to'},
	{sign: '>', meaning: 'the cursor'},
	{sign: '+', meaning: 'marked: these rows act together'},
	{sign: '?', meaning: 'not known yet'},
];

/** Space in place of borders: nothing breaks where a terminal draws them two cells wide. */
const Space = ({children}: PropsWithChildren) => createElement(Text, null, String(children).replaceAll(/[^ ]/g, ' '));
const Heading = ({children}: PropsWithChildren) => createElement(Text, {dimColor: true}, children);

/** What the signs in front of rows mean. */
export const legendLines = (): readonly string[] =>
	renderToString(
		createElement(Table<(typeof signs)[number]>, {
			data: signs,
			columns: ['sign', 'meaning'],
			skeleton: Space,
			header: Heading,
		}),
		{columns: 60},
	)
		.split('\n')
		.filter(line => line.trim() !== '');
