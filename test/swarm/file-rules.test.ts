import {expect, test} from 'vitest';
import {fileNameProblem, fileSizeProblem, nextFileName} from '../../source/swarm/file-rules.ts';

test.each([
	['db', 'db-2'],
	['db_password', 'db_password_2'],
	['site.key', 'site.key.2'],
	['db-2', 'db-3'],
	['db_v3', 'db_v4'],
	['db-v09', 'db-v10'],
	['cert-2026-01-31', 'cert-2026-11-21'],
	['cert_20260131', 'cert_20261121'],
	['cert-2026-11-21', 'cert-2026-11-21-2'],
	['sha256', 'sha256-2'],
	['x'.repeat(64), `${'x'.repeat(62)}-2`],
])('after %s comes %s', (name, next) => {
	expect(nextFileName(name, () => false, '2026-11-21')).toBe(next);
	expect(fileNameProblem(next)).toBeUndefined();
});

test('a name that is taken is passed over', () => {
	const taken = ['db-2', 'db-3', 'cert-2026-11-21'];
	const next = (name: string) => nextFileName(name, other => taken.includes(other), '2026-11-21');
	expect([next('db'), next('cert-2026-01-01')]).toEqual(['db-4', 'cert-2026-11-21-2']);
});

test.each(['', '-x', 'x-', 'a b', 'naïve', 'a/b', 'x'.repeat(65)])('%j is no name', name => {
	expect(fileNameProblem(name)).toMatch(/^[A-Z"].*\.$/);
});

test('sizes end where the managers end them', () => {
	expect(fileSizeProblem('secret', 511_999)).toBeUndefined();
	expect(fileSizeProblem('secret', 512_000)).toBe('has 512000 bytes: a secret holds less than 500 KiB (512000 bytes)');
	expect(fileSizeProblem('config', 1_023_999)).toBeUndefined();
	expect(fileSizeProblem('config', 1_024_000)).toContain('less than 1000 KiB');
	expect(fileSizeProblem('config', 0)).toContain('is empty');
});
