namespace CivicPlatform.Platform.Tests.Failures;

/// <summary>Tests that kill or freeze what all tests share: one after another, when the others are done.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FailuresCollection
{
    public const string Name = "failures";
}
