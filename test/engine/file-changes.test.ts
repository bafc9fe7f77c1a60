import {expect, test} from 'vitest';
import {withFile} from '../../source/engine/file-changes.ts';
import {configId, secretId} from '../../source/swarm/ids.ts';

const of = (name: string, id: string) => ({
	SecretID: id,
	SecretName: name,
	File: {Name: name, UID: '1', GID: '2', Mode: 256},
});

test('one secret takes the place of another wherever it is; all else stays as it was', () => {
	const task = {
		ContainerSpec: {Image: 'a:1', Env: ['A=old'], Secrets: [of('db', 'old'), of('other', 'x'), of('db2', 'old')]},
		Networks: [{Target: 'n'}],
	};
	const change = {file: 'secret', from: secretId('old'), to: {id: secretId('new'), name: 'db-2'}} as const;
	const {ContainerSpec, ...rest} = withFile(task, change);
	expect(rest).toEqual({Networks: [{Target: 'n'}]});
	expect(ContainerSpec).toEqual({
		Image: 'a:1',
		Env: ['A=old'],
		Secrets: [{...of('db', 'new'), SecretName: 'db-2'}, of('other', 'x'), {...of('db2', 'new'), SecretName: 'db-2'}],
	});
});

test('a config that holds credentials is changed in both places', () => {
	const task = {
		ContainerSpec: {
			Configs: [{ConfigID: 'old', ConfigName: 'spec', Runtime: {}}],
			Privileges: {CredentialSpec: {Config: 'old'}, NoNewPrivileges: true},
		} as object,
	};
	const change = {file: 'config', from: configId('old'), to: {id: configId('new'), name: 'spec-2'}} as const;
	expect(withFile(task, change).ContainerSpec).toEqual({
		Configs: [{ConfigID: 'new', ConfigName: 'spec-2', Runtime: {}}],
		Privileges: {CredentialSpec: {Config: 'new'}, NoNewPrivileges: true},
	});
});
