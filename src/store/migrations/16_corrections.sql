-- Reviews with a wrong time are struck and replaced by corrected ones in their places.
ALTER TABLE reviews ADD COLUMN corrects BLOB REFERENCES reviews (id);
DROP TRIGGER reviews_are_not_changed;
CREATE TRIGGER reviews_are_not_changed BEFORE UPDATE ON reviews
WHEN NEW.answer IS NOT NULL
    OR NEW.seq IS NOT OLD.seq OR NEW.id IS NOT OLD.id OR NEW.term IS NOT OLD.term
    OR NEW.direction IS NOT OLD.direction OR NEW.at IS NOT OLD.at OR NEW.day IS NOT OLD.day
    OR NEW.grade IS NOT OLD.grade OR NEW.form IS NOT OLD.form OR NEW.took_ms IS NOT OLD.took_ms
    OR NEW.hint IS NOT OLD.hint OR NEW.sitting IS NOT OLD.sitting OR NEW.device IS NOT OLD.device
    OR NEW.early IS NOT OLD.early OR NEW.kind IS NOT OLD.kind OR NEW.sentence IS NOT OLD.sentence
    OR NEW.corrects IS NOT OLD.corrects
BEGIN SELECT RAISE(ABORT, 'a review is never changed'); END;
