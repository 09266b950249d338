namespace CivicPlatform.Platform.Tests.Access;

/// <summary>The tests that share one canary office.</summary>
[CollectionDefinition(Name)]
public sealed class CanaryCollection : ICollectionFixture<CanaryOffice>
{
    public const string Name = "canary";
}
