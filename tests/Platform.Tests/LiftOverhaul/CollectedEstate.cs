namespace CivicPlatform.Platform.Tests.LiftOverhaul;

/// <summary>
/// The estate of story 002 after the whole statement was imported; made once, its tests only read or add.
/// </summary>
public sealed class CollectedEstate(PlatformFixture platform) : IAsyncLifetime
{
    public LiftOverhaulStory Story { get; private set; } = null!;

    /// <summary>What the import said when it was done.</summary>
    public Answer Import { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Story = await LiftOverhaulStory.CollectingAsync(platform);
        await Story.AdvanceAsync();
        Import = await Story.ImportStatementAsync(Story.File("bank.csv"));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
