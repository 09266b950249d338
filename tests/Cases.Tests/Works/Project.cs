using CivicPlatform.Testing;

namespace CivicPlatform.Cases.Tests.Works;

/// <summary>A works project seen through REST by the clerk of its office.</summary>
public sealed record Project(CasesHost Host, Guid Id)
{
    public string Path => $"/api/v1/works-projects/{Id}";

    /// <summary>Records a step of one lift.</summary>
    public async Task<Answer> StepAsync(
        string building, string liftNo, string step, ApiClient? clerk = null, params (string, string)[] headers) =>
        await (clerk ?? Host.Clerk).PostAsync(
            $"{Path}/lifts/{await LiftAsync(building, liftNo)}/steps", new { step }, headers: headers);

    public async Task<string> LiftAsync(string building, string liftNo) =>
        (await Host.Clerk.GetAsync(Path)).Json.GetProperty("lifts").EnumerateArray()
            .Single(l => l.GetProperty("building").GetString() == building
                && l.GetProperty("liftNo").GetString() == liftNo)
            .GetProperty("id").GetString()!;
}
