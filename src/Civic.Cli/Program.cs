using CivicPlatform.Cli;
using CivicPlatform.Cli.Databases;
using CivicPlatform.Cli.Demo;
using CivicPlatform.Cli.Keys;
using CivicPlatform.Cli.Recovery;
using CivicPlatform.Cli.Sbom;
using CivicPlatform.Cli.Tokens;
using CivicPlatform.Cli.Verify;

Verb[] verbs =
[
    KeysVerb.Verb, KeysVerb.Rotate, TokenVerb.Verb, DbInitVerb.Verb, DemoVerb.Verb, SbomVerb.Verb, VerifyVerb.Verb,
    BackupVerb.Verb, RestoreVerb.Verb,
];

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

return await Verb.RunAsync(verbs, args, stop.Token);
