import {isSameIp, isWithin, parseIp, parseSubnet} from './ip-address.ts';
import type {Node} from './node.ts';
import {isValid, type Parsed} from './parsed.ts';

/** One placement constraint as SwarmKit reads it (manager/constraint/constraint.go). */
export type Constraint = {
	readonly key: string;
	readonly operator: '==' | '!=';
	readonly value: string;
};

const operators = ['==', '!='] as const;
const keyPattern = /^[a-z_][a-z0-9\-_.]+$/i;
const valuePattern = /^[a-z0-9:\-_\s.*()?+[\]\\^$|/]+$/i;

/** `==` is looked for before `!=`, wherever they stand; the sentences are SwarmKit's own where it has one. */
export const parseConstraint = (text: string): Parsed<Constraint> => {
	const operator = operators.find(candidate => text.includes(candidate));

	if (operator === undefined) {
		return {problem: `constraint "${text}" needs one operator from ==, !=`};
	}

	const at = text.indexOf(operator);
	const key = text.slice(0, at).trim();
	const value = text.slice(at + operator.length).trim();

	if (!keyPattern.test(key)) {
		return {problem: `key '${key}' is invalid`};
	}

	return valuePattern.test(value) ? {value: {key, operator, value}} : {problem: `value '${value}' is invalid`};
};

const holds = ({operator, value}: Constraint, actual: string | undefined) =>
	(value.toLowerCase() === (actual ?? '').toLowerCase()) === (operator === '==');

const holdsForIp = ({operator, value}: Constraint, address: string | undefined) => {
	const actual = parseIp(address ?? '');
	const ip = parseIp(value);
	const subnet = parseSubnet(value);

	// A malformed address fits no node, whatever the operator.
	if (ip === undefined && subnet === undefined) {
		return false;
	}

	const isIn =
		actual !== undefined &&
		(ip === undefined ? subnet !== undefined && isWithin(subnet, actual) : isSameIp(ip, actual));
	return isIn === (operator === '==');
};

const facts: Readonly<Record<string, (node: Node) => string | undefined>> = {
	'node.id': node => node.id,
	'node.hostname': node => node.hostname,
	// The role it has, not the one it is meant to get.
	'node.role': node => (node.manager === undefined ? 'worker' : 'manager'),
	'node.platform.os': node => node.os,
	'node.platform.arch': node => node.architecture,
};

const labelOf = (key: string, prefix: string) =>
	key.length > prefix.length && key.slice(0, prefix.length).toLowerCase() === prefix
		? key.slice(prefix.length)
		: undefined;

/** Keys compare without case, label names with it; a missing label is empty; an unknown key fits no node. */
export const matchesConstraint = (constraint: Constraint, node: Node): boolean => {
	const key = constraint.key.toLowerCase();
	const fact = Object.hasOwn(facts, key) ? facts[key] : undefined;

	if (fact) {
		return holds(constraint, fact(node));
	}

	if (key === 'node.ip') {
		return holdsForIp(constraint, node.address);
	}

	const nodeLabel = labelOf(constraint.key, 'node.labels.');

	if (nodeLabel !== undefined) {
		return holds(constraint, own(node.labels, nodeLabel));
	}

	const engineLabel = labelOf(constraint.key, 'engine.labels.');
	return engineLabel !== undefined && holds(constraint, own(node.engineLabels, engineLabel));
};

const own = (labels: Readonly<Record<string, string>>, name: string) =>
	Object.hasOwn(labels, name) ? labels[name] : undefined;

const parsedLists = new WeakMap<readonly string[], readonly Parsed<Constraint>[]>();

/** Parsed once per list: every task of a service asks. */
export const parseConstraints = (texts: readonly string[]): readonly Parsed<Constraint>[] => {
	const known = parsedLists.get(texts);

	if (known) {
		return known;
	}

	const parsed = texts.map(parseConstraint);
	parsedLists.set(texts, parsed);
	return parsed;
};

/** All must hold. SwarmKit's scheduler drops the constraints of a list it can't parse; the API doesn't let one in. */
export const matchesConstraints = (texts: readonly string[], node: Node): boolean => {
	if (texts.length === 0) {
		return true;
	}

	const parsed = parseConstraints(texts);
	return !parsed.every(isValid) || parsed.every(({value}) => matchesConstraint(value, node));
};
