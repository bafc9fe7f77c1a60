import {expect, test} from 'vitest';
import {explainConfigError} from '../../../source/specs/compose/cli-errors.ts';
import {lineOf, writtenFile} from '../../../source/specs/compose/file-lines.ts';
import {ignoredIn, unsetIn} from '../../../source/specs/compose/file-notes.ts';

const text = `x-all: &all
  restart: "no"
  environment:
    MODE: \${MODE}
services:
  web:
    <<: *all
    image: web:\${TAG:-1} # \${COMMENT}
    build: .
    depends_on: [db]
    ports:
      - "127.0.0.1:80:80"
      - "90:90"
  db:
    image: "db:$TAG$$HOME"
    restart: always
    environment: [PASSWORD, "USER=\${USER?who}"]
    networks:
      back: {ipv4_address: 10.0.0.9}
`;

test('what Swarm ignores is told with its line, what it uses is not', () => {
	expect(ignoredIn(writtenFile(text)).map(({line, text: words}) => `${line} ${words.split(':')[0]}`)).toEqual([
		'2 web',
		'9 web',
		'10 web',
		'12 web',
		'19 db',
	]);
	expect(ignoredIn(writtenFile(text))[0]?.text).toContain('restarts what ends');
});

test('variables without a value are told, where they are used', () => {
	const isSet = (name: string) => name === 'USER';
	expect(unsetIn(writtenFile(text), isSet)).toEqual([
		{line: 4, text: expect.stringContaining('{MODE}')},
		{line: 15, text: expect.stringContaining('{TAG}')},
		{line: 17, text: expect.stringContaining('PASSWORD')},
	]);
	expect(unsetIn(writtenFile(text), () => true)).toEqual([]);
});

test('a place that is not written has the line of the nearest above it', () => {
	const file = writtenFile(text);
	expect(lineOf(['services', 'web', 'ports', '1'], file)).toBe(13);
	expect(lineOf(['services', 'db', 'deploy', 'replicas'], file)).toBe(14);
	expect(lineOf(['services', 'web', 'environment', 'MODE'], file)).toBe(4);
	expect(lineOf(['volumes', 'x'], file)).toBeUndefined();
});

test.each([
	['services.web.ports must be a list', 'compose.yaml, line 11: services.web.ports must be a list.'],
	[
		'services.db.deploy.replicas must be a integer',
		'compose.yaml, line 14: services.db.deploy.replicas must be an integer.',
	],
	['open /srv/compose.yaml: no such file or directory', 'compose.yaml: there is no such file.'],
	[
		'open /srv/extra.env: permission denied',
		'compose.yaml: it needs the file /srv/extra.env, which this user may not read.',
	],
	['something new.', 'compose.yaml: something new.'],
	[
		'invalid interpolation format for services.db.environment.PASSWORD: "hunter$2"; you may need to escape any $ with another $',
		'compose.yaml, line 17: services.db.environment.PASSWORD has a $ that starts no variable: one that stands for itself is written $$.',
	],
])('the words of the command line become a sentence with its line: %s', (said, sentence) => {
	expect(explainConfigError(said, '/srv/compose.yaml', writtenFile(text))).toBe(sentence);
});

test('broken YAML is told at the line where it breaks', () => {
	const broken = 'services:\n  web:\n    image: x\n   build: y\n';
	expect(explainConfigError('yaml: line 1: did not find expected key', 'a.yaml', writtenFile(broken))).toMatch(
		/^a\.yaml, line 4: this is no YAML: /,
	);
});

test('a key that no stack can have is named', () => {
	const file = writtenFile('services:\n  web:\n    image: x\n    mem_limit: 5m\n');
	expect(explainConfigError('Configuration contains forbidden properties', 'a.yaml', file)).toBe(
		'a.yaml, line 4: web has mem_limit, which no stack can: set deploy.resources.limits.memory instead.',
	);
});
