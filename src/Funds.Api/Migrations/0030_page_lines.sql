-- The lines behind a closed page, kept because bills move on: a household, a spending, an advance each (RAISE-10,
-- PRIV-11). One row a page, not one a line: a page is proven as a whole, and 1,080 rows a day and estate would be
-- sealed for nothing. The page's root stands in its text; ids and salts of the lines come from a key that is not here.
-- Pages from before have no row and no root, and stay as they are.
create table page_lines (
    page_id uuid primary key, -- Of a daily page, or of a page of another kind: no foreign key says which.
    subject_id uuid not null,
    street_code text not null,
    division_code text not null,
    units uuid[] not null, -- Whose the line is, place by place; zeros where it is no household's.
    lines text[] not null, -- The exact texts that are hashed.
    check (cardinality(units) = cardinality(lines) and cardinality(lines) between 1 and 20000)
);
select platform.protect_tenant('page_lines', 'SELECT, INSERT', 'SELECT, INSERT');
create trigger append_only before update or delete or truncate on page_lines
    execute function platform.refuse_change();
select platform.seal_rows('page_lines', 'page_id');
