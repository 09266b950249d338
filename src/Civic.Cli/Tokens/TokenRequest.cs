namespace CivicPlatform.Cli.Tokens;

/// <summary>Whom a token speaks for.</summary>
/// <param name="Subject">The person or machine (<c>sub</c>).</param>
/// <param name="Roles">Role codes of <see cref="Tokens.Roles"/>; at least one.</param>
/// <param name="Divisions">
/// Codes of the offices the roles hold in, from province (2 digits) to community (12); at least one.
/// </param>
/// <param name="Lifetime">How long it is good for.</param>
public sealed record TokenRequest(
    string Subject, IReadOnlyList<string> Roles, IReadOnlyList<string> Divisions, TimeSpan Lifetime);
