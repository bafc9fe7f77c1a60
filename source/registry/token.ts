import type {Challenge} from './challenge.ts';
import {garbled} from './errors.ts';
import type {Answer, Question} from './exchange.ts';
import {basicAuth, type Login} from './login.ts';

type Bearer = Extract<Challenge, {scheme: 'bearer'}>;

type TokenRequest = {
	readonly challenge: Bearer;
	readonly login: Login | undefined;
	/** What is asked for where the registry doesn't say: `repository:shop/web:pull`. */
	readonly scope: string;
	/** The registry's own address: a login never goes over a plainer connection than the registry is asked by. */
	readonly origin: URL;
};

/** A realm is an address that the registry hands out. */
const realmOf = ({challenge: {realm}, origin, login}: TokenRequest) => {
	const url = URL.canParse(realm) ? new URL(realm) : undefined;

	if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '') {
		throw garbled(origin.host, 'it names no place to get a token from');
	}

	if (url.protocol === 'http:' && origin.protocol === 'https:' && login !== undefined) {
		throw garbled(origin.host, `the login would go to ${url.host} unencrypted`);
	}

	return url;
};

/** The question for a token: anonymous, with a password, or with the token that a login left (docker: auth/session.go). */
export const tokenQuestion = (wanted: TokenRequest): Question => {
	const {challenge, login} = wanted;
	const url = realmOf(wanted);
	const scope = challenge.scope || wanted.scope;
	const service = challenge.service === '' ? {} : {service: challenge.service};

	if (login?.kind === 'token') {
		const form = {grant_type: 'refresh_token', refresh_token: login.token, client_id: 'skep', scope, ...service};
		const headers = {'content-type': 'application/x-www-form-urlencoded'};
		return {method: 'POST', url, headers, body: new URLSearchParams(form).toString()};
	}

	for (const [key, value] of Object.entries({...service, scope})) {
		url.searchParams.set(key, value);
	}

	if (login === undefined) {
		return {method: 'GET', url, headers: {}};
	}

	url.searchParams.set('account', login.username);
	return {method: 'GET', url, headers: {authorization: basicAuth(login.username, login.password)}};
};

/** The token in an answer that is a success. */
export const tokenIn = ({body}: Answer, host: string): string => {
	const token = textIn(body, 'token') ?? textIn(body, 'access_token');

	if (token === undefined) {
		throw garbled(host, 'it gave no token');
	}

	return token;
};

const textIn = (body: string, key: string) => {
	try {
		const json: unknown = JSON.parse(body);
		const value: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, key) : undefined;
		return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value) ? value : undefined;
	} catch {
		// The parser's words would quote the token.
		return undefined;
	}
};
