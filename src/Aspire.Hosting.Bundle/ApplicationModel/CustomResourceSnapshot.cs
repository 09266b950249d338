using System.Collections.Immutable;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What is known about one instance of a resource at one moment.</summary>
public sealed record CustomResourceSnapshot
{
    /// <summary>Project, Executable, Parameter or ConnectionString.</summary>
    public required string ResourceType { get; init; }

    /// <summary>Facts shown in the dashboard's details pane.</summary>
    public required ImmutableArray<ResourcePropertySnapshot> Properties { get; init; }

    /// <summary>When the instance was created, UTC.</summary>
    public DateTime? CreationTimeStamp { get; init; }

    /// <summary>When its process last started, UTC.</summary>
    public DateTime? StartTimeStamp { get; init; }

    /// <summary>When its process last ended, UTC.</summary>
    public DateTime? StopTimeStamp { get; init; }

    /// <summary>One of <see cref="KnownResourceStates"/>.</summary>
    public ResourceStateSnapshot? State { get; init; }

    /// <summary>The exit code of the process that ended last.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The results of its health checks; null status = not checked yet.</summary>
    public ImmutableArray<HealthReportSnapshot> HealthReports { get; init; } = [];

    /// <summary>The environment that the application model gave it.</summary>
    public ImmutableArray<EnvironmentVariableSnapshot> EnvironmentVariables { get; init; } = [];

    /// <summary>Where it can be reached.</summary>
    public ImmutableArray<UrlSnapshot> Urls { get; init; } = [];

    /// <summary>Links to other resources.</summary>
    public ImmutableArray<RelationshipSnapshot> Relationships { get; init; } = [];

    /// <summary>Null while it does not run; healthy when it runs and no check objects.</summary>
    public HealthStatus? HealthStatus => State?.Text != KnownResourceStates.Running
        ? null
        : HealthReports.Select(r => r.Status ?? Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Unhealthy)
            .DefaultIfEmpty(Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy)
            .Min();
}

/// <summary>A state and the colour in which it is shown.</summary>
public sealed record ResourceStateSnapshot(string Text, string? Style)
{
    /// <summary>A state in the colour that the dashboard chooses.</summary>
    public static implicit operator ResourceStateSnapshot?(string? s) => s is null ? null : new(s, Style: null);
}

/// <summary>A fact shown in the dashboard's details pane.</summary>
public sealed record ResourcePropertySnapshot(string Name, object? Value)
{
    /// <summary>Whether the value is masked.</summary>
    public bool IsSensitive { get; init; }
}

/// <summary>The last result of a health check.</summary>
public sealed record HealthReportSnapshot(
    string Name, HealthStatus? Status, string? Description, string? ExceptionText);

/// <summary>An environment variable.</summary>
public sealed record EnvironmentVariableSnapshot(string Name, string? Value, bool IsFromSpec);

/// <summary>A URL.</summary>
public sealed record UrlSnapshot(string? Name, string Url, bool IsInternal)
{
    /// <summary>The text shown in its place.</summary>
    public string DisplayName { get; init; } = string.Empty;

    /// <summary>URLs are shown from high to low.</summary>
    public int SortOrder { get; init; }
}

/// <summary>A link to another resource.</summary>
public sealed record RelationshipSnapshot(string ResourceName, string Type);

/// <summary>The states that the dashboard knows.</summary>
public static class KnownResourceStates
{
    /// <summary>Nobody asked for it yet.</summary>
    public static readonly string NotStarted = nameof(NotStarted);

    /// <summary>Another resource must get ready first.</summary>
    public static readonly string Waiting = nameof(Waiting);

    /// <summary>Its process is being made.</summary>
    public static readonly string Starting = nameof(Starting);

    /// <summary>Its process runs.</summary>
    public static readonly string Running = nameof(Running);

    /// <summary>Its process was asked to end.</summary>
    public static readonly string Stopping = nameof(Stopping);

    /// <summary>Its process ended although it should run on, or because somebody stopped it.</summary>
    public static readonly string Exited = nameof(Exited);

    /// <summary>It ran to its end.</summary>
    public static readonly string Finished = nameof(Finished);

    /// <summary>Its process could not be made, or what it waits for failed.</summary>
    public static readonly string FailedToStart = nameof(FailedToStart);

    /// <summary>States from which only a new start leads away.</summary>
    public static readonly IReadOnlyList<string> TerminalStates = [Exited, Finished, FailedToStart];
}
