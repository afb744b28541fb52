//! The text and tables in files that officers bring: DOCX, XLSX and CSV.
