import type {Parsed} from '../../swarm/parsed.ts';
import type {Json} from '../../swarm/values.ts';
import {at, textsOf, treeOf} from '../tree.ts';
import {lastOfEach} from './environment.ts';
import {container} from './paths.ts';
import {readEach, whenValid} from './words.ts';

type Line = {readonly text: string; readonly number: number};

/** As `docker --env-file` reads a line, but for a name alone: what that is here, nobody sees in the plan. */
const readLine = ({text, number}: Line): Parsed<string> => {
	const at = text.indexOf('=');
	const name = at === -1 ? text : text.slice(0, at);

	if (name === '' || /\s/.test(name)) {
		return {problem: `line ${number} is no NAME=value`};
	}

	return at === -1 ? {problem: `line ${number}: ${name} has no value; write ${name}=`} : {value: text};
};

/** The variables of an env file; blank lines and those that begin with `#` don't count. */
const readEnvFile = (content: string): Parsed<readonly string[]> => {
	const lines = content
		.replace(/^\uFEFF/, '')
		.split(/\r?\n/)
		.map((text, index): Line => ({text: text.trimStart(), number: index + 1}));
	return readEach(
		lines.filter(({text}) => text !== '' && !text.startsWith('#')),
		readLine,
	);
};

/** The spec with the variables of a file as well; those that were typed count where both name one. */
export const withEnvFile = (spec: Json, content: string): Parsed<Json> =>
	whenValid(readEnvFile(content), variables => {
		const task = treeOf(at(spec, ['TaskTemplate']));
		const env = lastOfEach([...variables, ...textsOf(at(spec, [...container, 'Env']))]);
		const filled = {...treeOf(task['ContainerSpec']), Env: env};
		return {value: {...treeOf(spec), TaskTemplate: {...task, ContainerSpec: filled}}};
	});
