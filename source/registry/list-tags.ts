import {isTag} from '../swarm/image-name.ts';
import type {TagList} from '../swarm/tags.ts';
import type {Ask} from './conversation.ts';
import {garbled, isRegistryError} from './errors.ts';
import type {Place} from './place.ts';

/** Where nobody looks any further; more are more than anyone reads. */
const most = {pages: 100, tags: 10_000};

/** Many registries give 1,000 at most, and some the whole list whatever is asked for. */
const perPage = 1000;

/** All tags of an image, page by page; those that were read when something went wrong, if there are any. */
export const listTags = async (ask: Ask, {registry, repository}: Place): Promise<TagList> => {
	const tags = new Set<string>();
	let path: string | undefined = `/v2/${repository}/tags/list?n=${perPage}`;

	for (let pages = 0; path !== undefined && pages < most.pages && tags.size < most.tags; pages++) {
		const known = tags.size;
		const page: Page | undefined = await readPage(ask, path, registry).catch((error: unknown) => {
			if (known === 0 || isRegistryError(error, 'aborted')) {
				throw error;
			}

			return undefined;
		});

		if (page === undefined) {
			break;
		}

		for (const tag of page.tags) {
			tags.add(tag);
		}

		// A page with nothing new leads nowhere.
		path = tags.size > known ? page.next : undefined;
	}

	return {tags: [...tags].slice(0, most.tags), isCut: path !== undefined || tags.size > most.tags};
};

type Page = {readonly tags: readonly string[]; readonly next: string | undefined};

const readPage = async (ask: Ask, path: string, registry: string): Promise<Page> => {
	const {body, headers} = await ask({method: 'GET', path});
	return {tags: tagsIn(body, registry), next: nextPage(headers.link)};
};

/** A registry that has none may say so with null; what is no tag by its grammar isn't shown. */
const tagsIn = (body: string, registry: string): readonly string[] => {
	const json = parse(body);

	if (typeof json !== 'object' || json === null || !('tags' in json)) {
		throw garbled(registry, 'what it answers is no list of tags');
	}

	return Array.isArray(json.tags) ? json.tags.filter(isTag) : [];
};

const parse = (body: string): unknown => {
	try {
		return JSON.parse(body);
	} catch {
		return undefined;
	}
};

/** Only its path and query count: behind a proxy, registries often get their own address wrong (RFC 8288). */
const nextPage = (link: string | readonly string[] | undefined): string | undefined => {
	const target = /<([^<>]{1,4096})>\s*;[^,]*\brel\s*=\s*"?next\b/.exec([link ?? ''].flat().join(', '))?.[1];

	if (target === undefined || !URL.canParse(target, 'http://registry/')) {
		return undefined;
	}

	const {pathname, search} = new URL(target, 'http://registry/');
	return pathname + search;
};
