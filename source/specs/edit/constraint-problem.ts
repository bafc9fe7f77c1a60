import {parseConstraint} from '../../swarm/constraints.ts';
import {parseIp, parseSubnet} from '../../swarm/ip-address.ts';
import {isValid} from '../../swarm/parsed.ts';
import {similar} from './similar.ts';

/** What SwarmKit knows of a node (manager/constraint); labels come after these prefixes. */
const keys = ['node.id', 'node.hostname', 'node.ip', 'node.role', 'node.platform.os', 'node.platform.arch'];
const prefixes = ['node.labels.', 'engine.labels.'];

/** Images name their platform otherwise than engines report it, and constraints compare what engines report. */
const reported: Readonly<Record<string, string>> = {amd64: 'x86_64', arm64: 'aarch64', arm: 'armv7l', '386': 'i686'};

const keyProblem = (key: string): string | undefined => {
	const lower = key.toLowerCase();
	const isLabel = prefixes.some(prefix => lower.startsWith(prefix) && lower.length > prefix.length);

	if (isLabel || keys.includes(lower)) {
		return undefined;
	}

	const [, label] = /^(?:node|engine)\.label\.(.+)$/.exec(lower) ?? [];
	const meant = label === undefined ? similar(lower, keys) : `node.labels.${label}`;
	return `no node has ${key}: it fits none${meant === undefined ? '; labels are node.labels.NAME' : `; is ${meant} meant?`}`;
};

const valueProblem = (key: string, operator: string, value: string): string | undefined => {
	const effect = operator === '==' ? 'never fits' : 'fits always';

	if (key === 'node.platform.arch' && Object.hasOwn(reported, value.toLowerCase())) {
		return `${effect}: engines report ${reported[value.toLowerCase()]} for it`;
	}

	if (key === 'node.role' && !['manager', 'worker'].includes(value.toLowerCase())) {
		return `${effect}: a role is manager or worker`;
	}

	return key === 'node.ip' && parseIp(value) === undefined && parseSubnet(value) === undefined
		? 'never fits: an address such as 10.0.0.7 or a subnet such as 10.0.0.0/24 belongs there'
		: undefined;
};

/** Why a placement constraint is none, or can't mean what it says; undefined where it may well. */
export const constraintProblem = (text: string): string | undefined => {
	const parsed = parseConstraint(text);

	if (!isValid(parsed)) {
		return /[^=!]=[^=]/.test(text) ? `"${text}" needs == or !=` : parsed.problem;
	}

	const {key, operator, value} = parsed.value;
	const problem = keyProblem(key) ?? valueProblem(key.toLowerCase(), operator, value);
	return problem === undefined ? undefined : `"${text}": ${problem}`;
};
