using System.Text.Json;

namespace CivicPlatform.Cases.Works;

/// <summary>The lawful order of a kind of works, as data: which step leads from which state to which.</summary>
/// <remarks>Embedded JSON in <c>Works/Templates</c>; a new kind of works is a new file, not new code.</remarks>
public sealed record StepTemplate
{
    /// <summary>Such as LIFT_OVERHAUL.</summary>
    public required string Code { get; init; }

    /// <summary>Chinese name for pages and time lines.</summary>
    public required string Name { get; init; }

    /// <summary>State of a lift when the project opens.</summary>
    public required string InitialState { get; init; }

    /// <summary>State in which a lift's file is done.</summary>
    public required string FinalState { get; init; }

    /// <summary>DECISION of the owners (EVT-01), or LIFT_AGREEMENT after both consultations (LIFT-04).</summary>
    public string WaitsFor { get; init; } = "DECISION";

    /// <summary>True when each lift waits for the agreement of its own building.</summary>
    public bool WaitsForAgreement => WaitsFor == "LIFT_AGREEMENT";

    /// <summary>Steps in their usual order.</summary>
    public required IReadOnlyList<TemplateStep> Steps { get; init; }

    /// <summary>The step with that code, or null.</summary>
    public TemplateStep? Find(string step) => Steps.FirstOrDefault(s => s.Code == step);

    /// <summary>The step that money takes from that state, or null when only people lead on from it.</summary>
    public TemplateStep? ByEventFrom(string state) => Steps.FirstOrDefault(s => s.From == state && s.ByEvent);
}

/// <summary>One step of a template.</summary>
/// <param name="Code">Such as START_WORKS.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="From">State it needs.</param>
/// <param name="To">State it leads to.</param>
/// <param name="By">CLERK, or EVENT when money and not a person takes it (RAISE-03, RAISE-06).</param>
public sealed record TemplateStep(string Code, string Name, string From, string To, string By)
{
    /// <summary>True when no person may take it.</summary>
    public bool ByEvent => By == "EVENT";
}

/// <summary>All templates of this build.</summary>
public static class StepTemplates
{
    private static readonly Dictionary<string, StepTemplate> All = Load();

    /// <summary>Codes of the templates.</summary>
    public static IReadOnlyList<string> Codes => [.. All.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Codes of the steps of all templates, in their usual order.</summary>
    public static IReadOnlyList<string> Steps =>
        [.. All.Values.SelectMany(t => t.Steps).Select(s => s.Code).Distinct()];

    /// <summary>The template, or null when this build has none of that code.</summary>
    public static StepTemplate? Find(string code) => All.GetValueOrDefault(code);

    /// <summary>For codes read from our own tables; throws on others.</summary>
    public static StepTemplate Get(string code) => All[code];

    private static Dictionary<string, StepTemplate> Load()
    {
        var assembly = typeof(StepTemplates).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.Contains(".Works.Templates.", StringComparison.Ordinal))
            .Select(name => Read(assembly.GetManifestResourceStream(name)!))
            .ToDictionary(template => template.Code);
    }

    private static StepTemplate Read(Stream stream)
    {
        using (stream)
        {
            return JsonSerializer.Deserialize<StepTemplate>(stream, JsonSerializerOptions.Web)!;
        }
    }
}
