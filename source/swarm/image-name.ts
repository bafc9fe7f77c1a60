import {isValid, type Parsed} from './parsed.ts';

/** An image reference taken apart, by the grammar of distribution/reference. */
type ImageName = {
	/** Host and port as written; absent for Docker Hub. */
	readonly registry: string | undefined;
	/** The path on the registry, as written: `nginx`, `shop/web`. */
	readonly repository: string;
	readonly tag: string | undefined;
	/** With its algorithm: `sha256:...`. */
	readonly digest: string | undefined;
};

const hub = ['docker.io', 'index.docker.io'];

/** A component of a path: lower case letters and digits, single or double separators between. */
const component = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const domain =
	/^(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[a-fA-F0-9:]+\])(?::\d+)?$/;
const tagPattern = /^\w[\w.-]{0,127}$/;
const digestPattern = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const longestName = 255;

/** Whether a text is a tag by its grammar: no registry's list is trusted to hold nothing else. */
export const isTag = (text: unknown): text is string => typeof text === 'string' && tagPattern.test(text);

export const isDigest = (text: unknown): text is string => typeof text === 'string' && digestPattern.test(text);

/** The first part names a registry when it couldn't be a path: a dot, a port, `localhost`, or upper case. */
const isRegistry = (part: string) =>
	part.includes('.') || part.includes(':') || part === 'localhost' || part.toLowerCase() !== part;

const split = (text: string) => {
	const [named = '', ...digests] = text.split('@');
	const slash = named.indexOf('/');
	const first = slash === -1 ? '' : named.slice(0, slash);
	const registry = slash !== -1 && isRegistry(first) ? first : undefined;
	const rest = registry === undefined ? named : named.slice(slash + 1);
	const colon = rest.indexOf(':');
	return {
		registry,
		repository: colon === -1 ? rest : rest.slice(0, colon),
		tag: colon === -1 ? undefined : rest.slice(colon + 1),
		digest: digests.length === 0 ? undefined : digests.join('@'),
	};
};

const problemOfPath = (repository: string): string | undefined => {
	if (repository === '') {
		return 'the image name is missing';
	}

	if (/[A-Z]/.test(repository)) {
		return `"${repository}" must be lower case`;
	}

	const bad = repository.split('/').find(part => !component.test(part));

	if (bad === '') {
		return `"${repository}" has an empty part between slashes`;
	}

	return bad === undefined ? undefined : `"${bad}" may hold only a-z, 0-9, and single . _ - between them`;
};

const problemOf = ({registry, repository, tag, digest}: ImageName): string | undefined => {
	if (registry !== undefined && !domain.test(registry)) {
		return `"${registry}" is no registry host`;
	}

	const path = problemOfPath(repository);

	if (path !== undefined) {
		return path;
	}

	if ((registry === undefined ? 0 : registry.length + 1) + repository.length > longestName) {
		return `the image name is longer than ${longestName} characters`;
	}

	if (tag !== undefined && !tagPattern.test(tag)) {
		return tag === ''
			? 'the tag after the colon is missing'
			: `tag "${tag}" may hold only letters, digits, . _ - (at most 128)`;
	}

	return digest === undefined || digestPattern.test(digest) ? undefined : `"${digest}" is no digest such as sha256:...`;
};

/** Reads a reference; what is wrong with it is one sentence. */
export const parseImage = (text: string): Parsed<ImageName> => {
	const trimmed = text.trim();

	if (trimmed === '') {
		return {problem: 'the image name is missing'};
	}

	if (/\s/.test(trimmed)) {
		return {problem: 'an image name holds no spaces'};
	}

	if (/^[a-f0-9]{64}$/.test(trimmed)) {
		return {problem: 'this is an image id, not a name: other nodes could not pull it'};
	}

	const image = split(trimmed);
	const problem = problemOf(image);
	return problem === undefined ? {value: image} : {problem};
};

/** The tag, or undefined where there is none (which Docker takes for `latest`). */
export const tagOf = (text: string): string | undefined => split(text.trim()).tag;

/** `shop/web:2.5.0`: no registry, no digest; for what isn't pinned by either, the start of the digest. */
export const shortImage = (text: string): string => {
	const {repository, tag, digest} = split(text.trim());

	if (tag !== undefined) {
		return `${repository}:${tag}`;
	}

	return digest === undefined ? repository : `${repository}@${digest.replace(/^[^:]*:/, '').slice(0, 6)}`;
};

/** With `:latest` when it has neither a tag nor a digest. */
export const withDefaultTag = (text: string): string => {
	const trimmed = text.trim();
	const {tag, digest} = split(trimmed);
	return tag === undefined && digest === undefined ? `${trimmed}:latest` : trimmed;
};

const withoutLibrary = (repository: string) => repository.replace(/^library\//, '');

const canonical = ({registry, repository, tag, digest}: ImageName) => {
	const isHub = registry === undefined || hub.includes(registry);
	return {
		name: isHub ? withoutLibrary(repository) : `${registry}/${repository}`,
		tag: tag ?? (digest === undefined ? 'latest' : undefined),
		digest,
	};
};

/** The same image in other words: `nginx` is `docker.io/library/nginx:latest`. Two digests decide where both have one. */
export const isSameImage = (a: string, b: string): boolean => {
	const [parsedA, parsedB] = [parseImage(a), parseImage(b)];

	if (!isValid(parsedA) || !isValid(parsedB)) {
		return a === b;
	}

	const [left, right] = [canonical(parsedA.value), canonical(parsedB.value)];

	if (left.name !== right.name) {
		return false;
	}

	return left.digest !== undefined && right.digest !== undefined
		? left.digest === right.digest
		: left.tag === right.tag;
};
