import {at, type Tree, textsOf, treeOf} from '../../specs/tree.ts';
import type {Json} from '../../swarm/values.ts';
import {fileEntries} from './describe-files.ts';
import {limitEntries, privilegeEntries} from './describe-limits.ts';
import {type Entry, fact, heading, listed} from './section.ts';
import {driver, joined, pairsOf, plain, prefixed, time, words} from './spec-words.ts';

/** What a service's containers are made from, beyond their image: all that its spec says, in the order of asking. */
export function containerEntries(spec: Json): readonly Entry[] {
	const template = treeOf(at(spec, ['TaskTemplate']));
	const container = treeOf(template['ContainerSpec']);
	const entries = [
		...program(container),
		...fileEntries(container),
		...life(container, treeOf(template['RestartPolicy'])),
		...surroundings(container),
		...limitEntries(container, treeOf(template['Resources'])),
		...privilegeEntries(container),
		...listed('log driver', driver(treeOf(template['LogDriver']))),
		...listed('container labels', pairsOf(container['Labels'])),
	];
	return entries.length === 0 ? [] : [heading('What its containers are'), ...entries];
}

function program(container: Tree): readonly Entry[] {
	const variables = textsOf(container['Env']).map(variable => variable.split('=')[0] ?? '');
	const groups = textsOf(container['Groups']).join(', ');
	return [
		...fact('entrypoint', words(container['Command'])),
		...fact('arguments', words(container['Args'])),
		...fact('in folder', plain(container['Dir'])),
		...fact('as user', plain(container['User'])),
		...fact('and groups', groups),
		...listed(
			'variables',
			variables.length === 0 ? [] : [variables.join(', '), '(i shows their values, which may be passwords)'],
		),
		...fact('terminal', container['TTY'] === true ? 'a pseudo terminal is its output' : undefined),
		...fact('init', initWords(container['Init'])),
	];
}

const initWords = (init: Json | undefined) =>
	typeof init !== 'boolean' ? undefined : init ? 'process 1 is an init that passes signals on' : 'off';

function life(container: Tree, restart: Tree): readonly Entry[] {
	const check = treeOf(container['Healthcheck']);
	const attempts = restart['MaxAttempts'];
	return [
		...fact('health check', words(check['Test'])),
		...fact(
			'checked',
			joined(
				prefixed('every', time(check['Interval'])),
				prefixed('given', time(check['Timeout'])),
				prefixed('from', time(check['StartPeriod'])),
				prefixed('until then every', time(check['StartInterval'])),
				typeof check['Retries'] === 'number' && check['Retries'] > 0 ? `sick after ${check['Retries']}` : undefined,
			),
		),
		...fact(
			'stopped',
			joined(
				prefixed('by', plain(container['StopSignal'])),
				prefixed('killed after', time(container['StopGracePeriod'])),
			),
		),
		...fact(
			'restarted',
			joined(
				plain(restart['Condition'])?.toString(),
				prefixed('after', time(restart['Delay'])),
				typeof attempts === 'number' && attempts > 0 ? `${attempts} times at most` : undefined,
				prefixed('counted over', time(restart['Window'])),
			),
		),
	];
}

function surroundings(container: Tree): readonly Entry[] {
	const dns = treeOf(container['DNSConfig']);
	return [
		...fact('host name', plain(container['Hostname'])),
		...listed('hosts', textsOf(container['Hosts'])),
		...fact('name servers', textsOf(dns['Nameservers']).join(', ')),
		...fact('search domains', textsOf(dns['Search']).join(', ')),
		...fact('resolver', textsOf(dns['Options']).join(', ')),
	];
}
