using CivicPlatform.Bench;
using CivicPlatform.Cli;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

return await Verb.RunAsync([BenchVerb.Verb], ["bench", .. args], stop.Token);
