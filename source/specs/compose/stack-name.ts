import type {Parsed} from '../../swarm/parsed.ts';

export const namespaceLabel = 'com.docker.stack.namespace';
/** The image as the file has it, before a registry gave it a digest. */
export const imageLabel = 'com.docker.stack.image';

/** The name that something of a stack has in the swarm. */
export const scoped = (stack: string, key: string) => `${stack}_${key}`;

/** What it is called in the file: the other way round. */
export const descoped = (stack: string, name: string) =>
	name.startsWith(`${stack}_`) ? name.slice(stack.length + 1) : name;

/** SwarmKit's rule for names of services (manager/controlapi/service.go), which start with the stack's. */
const allowed = /^[a-zA-Z0-9](?:[a-zA-Z0-9_-]*[a-zA-Z0-9])?$/;
const longest = 63;

export const parseStackName = (text: string): Parsed<string> => {
	const name = text.trim();

	if (name === '') {
		return {problem: 'the stack needs a name'};
	}

	return allowed.test(name) && name.length < longest
		? {value: name}
		: {problem: `"${name}" may hold only letters, digits, - and _, and starts and ends with a letter or digit`};
};

/** Why a service can't have the name it would get. */
export const problemOfServiceName = (stack: string, key: string): string | undefined => {
	const name = scoped(stack, key);

	if (name.length > longest) {
		return `service ${key}: its name would be ${name}, which is longer than ${longest} characters`;
	}

	return allowed.test(name) ? undefined : `service ${key}: ${name} is no name for a service: letters, digits, - and _`;
};

/** A name for the stack of a file: its folder's, in lower case, without what names can't hold. */
export const stackNameFor = (folder: string) =>
	folder
		.toLowerCase()
		.replaceAll(/[^a-z0-9_-]/g, '')
		.replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
