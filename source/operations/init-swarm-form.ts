import type {NewSwarm} from '../engine/creations.ts';
import {isValid, type Parsed as Read} from '../swarm/parsed.ts';
import {parsePools, usualMask, usualPool} from './address-pools.ts';
import {addressProblem, dataPathProblem} from './advertise-address.ts';
import {certificateLife, parseCertificateLife, usualCertificateLife} from './certificate-life.ts';
import type {EngineTarget, Field, FormValues, Parsed} from './operation.ts';

const usualPort = 4789;

/** Where others reach this machine: what it has that looks most like that, and all else it has. */
export const addressHint = ({addresses = []}: EngineTarget) => {
	const here = addresses.map(({address, name}) => `${address} (${name})`).join(', ');
	const what = 'where the other machines reach this one: an IP, with :port where it is not 2377, or an interface';
	return here === '' ? what : `${what}; this machine has ${here}`;
};

export const initFields = ([target]: readonly EngineTarget[]): readonly Field[] => [
	{
		name: 'advertise',
		label: 'advertise address',
		initial: target?.addresses?.[0]?.address ?? '',
		hint: target === undefined ? '' : addressHint(target),
		section: 'This machine',
	},
	{
		name: 'dataPath',
		label: 'data path address',
		initial: '',
		fallback: 'the same',
		hint: 'where the traffic of overlay networks goes, if it has a way of its own: an IP or an interface',
	},
	{
		name: 'autolock',
		label: 'autolock',
		initial: 'off',
		hint: 'on: a manager that restarts waits until somebody brings the unlock key',
		choices: ['off', 'on'],
		section: 'The swarm',
	},
	{
		name: 'certificates',
		label: 'certificates last',
		initial: certificateLife(usualCertificateLife),
		hint: 'those of nodes, which renew them by themselves: 90d, 720h; 1h at least',
	},
	{
		name: 'port',
		label: 'data path port',
		initial: `${usualPort}`,
		hint: 'UDP, 1024 to 49151, between all nodes',
		section: 'For good: these can never be changed',
	},
	{
		name: 'pools',
		label: 'address pools',
		initial: usualPool,
		hint: 'where overlay networks get their ranges from: IPv4 in CIDR notation, spaces between several; nothing your machines use',
	},
	{
		name: 'mask',
		label: 'range length',
		initial: `${usualMask}`,
		hint: '/24 has 256 addresses for each network; 29 at most',
	},
];

const problem = (field: string, text: string): Parsed<NewSwarm> => ({kind: 'problem', field, problem: sentence(text)});

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** What is left as the engine has it anyway stays out of what is asked of it. */
export const parseInit = (values: FormValues): Parsed<NewSwarm> => {
	const [advertise, dataPath] = [textOf(values, 'advertise'), textOf(values, 'dataPath')];
	const life = parseCertificateLife(textOf(values, 'certificates') || certificateLife(usualCertificateLife));
	const port = parsePort(textOf(values, 'port') || `${usualPort}`);
	const pools = parsePools(textOf(values, 'pools') || usualPool, textOf(values, 'mask') || `${usualMask}`);
	const wrong = [
		['advertise', addressProblem(advertise)],
		['dataPath', dataPathProblem(dataPath)],
		['certificates', isValid(life) ? undefined : life.problem],
		['port', isValid(port) ? undefined : port.problem],
		[pools.kind === 'problem' ? pools.field : 'pools', pools.kind === 'problem' ? pools.problem : undefined],
	] as const;
	const [field, text] = wrong.find(([, text]) => text !== undefined) ?? [];

	if (field !== undefined && text !== undefined) {
		return problem(field, text);
	}

	return {
		kind: 'input',
		input: {
			...(advertise !== '' && {advertiseAddress: advertise}),
			...(dataPath !== '' && {dataPathAddress: dataPath}),
			...(values['autolock'] === 'on' && {isAutolocked: true}),
			...(isValid(life) && life.value !== usualCertificateLife && {nodeCertificateLife: life.value}),
			...(isValid(port) && port.value !== usualPort && {dataPathPort: port.value}),
			...(pools.kind === 'pools' && pools.change),
		},
	};
};

const textOf = (values: FormValues, name: string) => (values[name] ?? '').trim();

/** The engine's bounds (`cluster.Init`). */
const parsePort = (text: string): Read<number> => {
	const port = Number(text);
	return /^\d+$/.test(text) && port >= 1024 && port <= 49_151
		? {value: port}
		: {problem: `"${text}" can't be the data path port: a number from 1024 to 49151`};
};
