import type {NewSwarm} from '../../engine/creations.ts';
import {isValid, type Parsed as Read} from '../../swarm/parsed.ts';
import type {Field, FormValues, Parsed} from '../form.ts';
import type {EngineTarget} from '../target.ts';
import {parsePools, usualMask, usualPool} from './address-pools.ts';
import {addressProblem, dataPathProblem} from './advertise-address.ts';
import {certificateLife, parseCertificateLife, usualCertificateLife} from './certificate-life.ts';

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

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** What was typed, each read by itself; what is left empty is as usual. */
const readFields = (values: FormValues) => ({
	advertise: textOf(values, 'advertise'),
	dataPath: textOf(values, 'dataPath'),
	life: parseCertificateLife(textOf(values, 'certificates') || certificateLife(usualCertificateLife)),
	port: parsePort(textOf(values, 'port') || `${usualPort}`),
	pools: parsePools(textOf(values, 'pools') || usualPool, textOf(values, 'mask') || `${usualMask}`),
});

type Fields = ReturnType<typeof readFields>;

/** The first field that won't do, in the order of the form. */
const wrongField = ({advertise, dataPath, life, port, pools}: Fields) =>
	[
		{field: 'advertise', problem: addressProblem(advertise)},
		{field: 'dataPath', problem: dataPathProblem(dataPath)},
		{field: 'certificates', problem: isValid(life) ? undefined : life.problem},
		{field: 'port', problem: isValid(port) ? undefined : port.problem},
		pools.kind === 'problem' ? pools : {field: 'pools', problem: undefined},
	].find(({problem}) => problem !== undefined);

export const parseInit = (values: FormValues): Parsed<NewSwarm> => {
	const fields = readFields(values);
	const wrong = wrongField(fields);

	return wrong?.problem === undefined
		? {kind: 'input', input: chosen(fields, values['autolock'] === 'on')}
		: {kind: 'problem', field: wrong.field, problem: sentence(wrong.problem)};
};

/** What is left as the engine has it anyway stays out of what is asked of it. */
const chosen = ({advertise, dataPath, life, port, pools}: Fields, isAutolocked: boolean): NewSwarm => ({
	...(advertise !== '' && {advertiseAddress: advertise}),
	...(dataPath !== '' && {dataPathAddress: dataPath}),
	...(isAutolocked && {isAutolocked}),
	...(isValid(life) && life.value !== usualCertificateLife && {nodeCertificateLife: life.value}),
	...(isValid(port) && port.value !== usualPort && {dataPathPort: port.value}),
	...(pools.kind === 'pools' && pools.change),
});

const textOf = (values: FormValues, name: string) => (values[name] ?? '').trim();

/** The engine's bounds (`cluster.Init`). */
const parsePort = (text: string): Read<number> => {
	const port = Number(text);
	return /^\d+$/.test(text) && port >= 1024 && port <= 49_151
		? {value: port}
		: {problem: `"${text}" can't be the data path port: a number from 1024 to 49151`};
};
