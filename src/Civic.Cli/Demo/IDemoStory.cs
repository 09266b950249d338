namespace CivicPlatform.Cli.Demo;

/// <summary>A story that can be played over the public REST entry.</summary>
public interface IDemoStory
{
    Task PlayAsync(CancellationToken ct);
}
