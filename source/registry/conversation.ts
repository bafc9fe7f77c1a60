import {challengeIn} from './challenge.ts';
import {garbled, isRegistryError, refusalOf} from './errors.ts';
import type {Answer, Line} from './exchange.ts';
import {basicAuth, type Login} from './login.ts';
import type {Place} from './place.ts';
import {tokenIn, tokenQuestion} from './token.ts';

type ConversationOptions = {
	readonly place: Place;
	/** What is asked for, for people: `shop/web:2.5.0`. */
	readonly what: string;
	readonly line: Line;
	readonly login: Login | undefined;
	/** The engine lists it as insecure: plain HTTP will do where there is no TLS. */
	readonly isInsecure: boolean;
	readonly signal: AbortSignal;
};

/** Asks for a path of the registry's API; answers with a success, or throws. */
export type Ask = (inquiry: Inquiry) => Promise<Answer>;

type Inquiry = {readonly method: 'GET' | 'HEAD'; readonly path: string; readonly accept?: string};

/** What was found out so far: where the registry answers, and how it is told who asks. */
type Talk = ConversationOptions & {origin?: URL; authorization?: string};

const mostRedirects = 3;

/** A registry asked several things in a row: it is found, and told who asks, once. */
export const converse = (options: ConversationOptions): Ask => {
	const talk: Talk = {...options};

	return async inquiry => {
		const answer = await reach(talk, inquiry);
		const final = answer.status === 401 ? await authorized(talk, inquiry, answer) : answer;

		if (final.status !== 200) {
			throw refusal(talk, final);
		}

		return final;
	};
};

/** Docker's order: TLS first, and plain HTTP only where that doesn't come about (moby: registry/service_v2.go). */
async function reach(talk: Talk, inquiry: Inquiry): Promise<Answer> {
	if (talk.origin !== undefined) {
		return send(talk, inquiry, talk.origin);
	}

	const [secure, plain] = ['https', 'http'].map(scheme => new URL(`${scheme}://${talk.place.host}/`));

	try {
		return await send(talk, inquiry, secure);
	} catch (error) {
		if (!talk.isInsecure || !isRegistryError(error, 'unreachable', 'untrusted', 'garbled')) {
			throw error;
		}

		return send(talk, inquiry, plain);
	}
}

async function send(talk: Talk, {method, path, accept = 'application/json'}: Inquiry, origin = talk.origin) {
	const home = new URL(path, origin);
	let url = home;

	for (let redirects = 0; redirects <= mostRedirects; redirects++) {
		// Who we are is nobody else's business.
		const isHome = url.origin === home.origin && talk.authorization !== undefined;
		const headers = {accept, ...(isHome && {authorization: talk.authorization ?? ''})};
		const answer = await talk.line.exchange({method, url, headers}, talk.signal);
		const next = redirectOf(answer, url);
		talk.origin = new URL('/', home);

		if (next === undefined) {
			return answer;
		}

		if (url.protocol === 'https:' && next.protocol !== 'https:') {
			throw garbled(talk.place.registry, `it sends on to ${next.host} without encryption`);
		}

		url = next;
	}

	throw garbled(talk.place.registry, 'it sends from one address to the next');
}

function redirectOf({status, headers: {location = ''}}: Answer, from: URL): URL | undefined {
	const isRedirect = [301, 302, 303, 307, 308].includes(status) && URL.canParse(location, from.href);
	return isRedirect ? new URL(location, from) : undefined;
}

/** Once more, with what the registry wants to know. */
async function authorized(talk: Talk, inquiry: Inquiry, refused: Answer): Promise<Answer> {
	const {login} = talk;
	const challenge = challengeIn(refused.headers['www-authenticate']);

	if (challenge?.scheme === 'basic' && login?.kind === 'password') {
		talk.authorization = basicAuth(login.username, login.password);
		return send(talk, inquiry);
	}

	if (challenge?.scheme !== 'bearer' || talk.origin === undefined) {
		throw refusal(talk, refused);
	}

	const scope = `repository:${talk.place.repository}:pull`;
	const question = tokenQuestion({challenge, login, scope, origin: talk.origin});
	const answer = await talk.line.exchange(question, talk.signal);

	if (answer.status !== 200) {
		throw refusal(talk, answer);
	}

	talk.authorization = `Bearer ${tokenIn(answer, question.url.host)}`;
	return send(talk, inquiry);
}

const refusal = ({place, what, login}: Talk, {status, headers: {'retry-after': retryAfter}}: Answer) =>
	refusalOf(status, {
		host: place.registry,
		what,
		hasLogin: login !== undefined,
		...(retryAfter !== undefined && {retryAfter}),
	});
